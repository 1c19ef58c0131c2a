/**
 * Commands, state machine, snapshots, enrolment, floors, seals: pure, no Ratis type, no configuration, clock or file.
 * Everything here gives the same result on every member for the same entries in the same order.
 */
package io.raftkms.consensus.ledger;
