package io.raftkms.signer.fuzz;

/** Calls that may end with one exception besides a result: the refusal that the contract of what is called names. */
public final class Refusal {
    private Refusal() {}

    /** A call that takes any bytes. */
    @FunctionalInterface
    public interface Call {
        Object run() throws Exception;
    }

    /** Passes the refusal over; any other exception is a finding. */
    public static void orResult(Class<? extends Exception> refusal, Call call) throws Exception {
        try {
            call.run();
        } catch (Exception e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
        }
    }
}
