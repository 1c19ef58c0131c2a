/** What a member runs on, its disk and its clock, in the hands of a test: a library preloaded into its process. */
package io.raftkms.chaos.machine;
