/** {@code DoubleSignRule} and the values it decides on: a pure function. Depends on protocol only. */
package io.raftkms.consensus.rule;
