/** Simulated validator nodes that ask for signatures: honest ones and hostile ones, by code of this module alone. */
package io.raftkms.chaos.validators;
