package io.raftkms.chaos.nemesis;

import java.io.IOException;

/** What is done to one member. */
@FunctionalInterface
interface Blow {
    void strike(String member) throws IOException, InterruptedException;
}
