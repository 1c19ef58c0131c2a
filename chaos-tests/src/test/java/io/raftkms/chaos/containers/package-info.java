/** Members in containers, from the image that operators run; {@code .ci/chaos} runs what is here. Needs a docker engine. */
package io.raftkms.chaos.containers;
