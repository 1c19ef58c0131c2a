/** Members as operators treat them: real processes, real files, one short case each. .ci/lifecycle runs what is here. */
package io.raftkms.chaos.lifecycle;
