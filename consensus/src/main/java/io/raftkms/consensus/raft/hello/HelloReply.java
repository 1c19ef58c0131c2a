package io.raftkms.consensus.raft.hello;

/**
 * What a member answers to a greeting.
 *
 * @param verdict on the one that greeted
 * @param facts of the one that answers
 */
record HelloReply(HelloVerdict verdict, HelloFacts facts) {}
