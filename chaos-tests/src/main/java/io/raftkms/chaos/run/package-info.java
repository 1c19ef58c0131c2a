/** One run: a cluster, validator nodes, a schedule of faults, and a verdict; what a failing one leaves behind. */
package io.raftkms.chaos.run;
