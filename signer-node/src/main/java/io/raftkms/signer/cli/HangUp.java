package io.raftkms.signer.cli;

import sun.misc.Signal;

/**
 * SIGHUP, by which operators and supervisors ask a process to read its configuration again. Java has no other way to
 * hear of a signal than this class of the module jdk.unsupported, which every JDK from 9 on ships and exports for it;
 * where it is missing, the command remains.
 */
final class HangUp {
    private HangUp() {}

    /** Runs the action for every SIGHUP, on a thread of its own. */
    static void onSignal(Runnable action) {
        Signal.handle(new Signal("HUP"), signal -> action.run());
    }
}
