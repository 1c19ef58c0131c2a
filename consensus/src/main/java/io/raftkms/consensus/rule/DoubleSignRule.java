package io.raftkms.consensus.rule;
/** placeholder */
public final class DoubleSignRule {}
