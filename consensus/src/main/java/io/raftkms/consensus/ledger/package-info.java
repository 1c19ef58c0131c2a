/** Commands, state machine, snapshots, enrolment, floors: pure, no Ratis type, no configuration, clock or file. */
package io.raftkms.consensus.ledger;
