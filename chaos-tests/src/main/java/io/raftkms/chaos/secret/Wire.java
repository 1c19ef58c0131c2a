package io.raftkms.chaos.secret;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Bytes there and back, each with a deadline. For one thread, apart from {@link #close}. */
public interface Wire extends Closeable {
    /**
     * Sends all of them.
     *
     * @throws java.net.SocketTimeoutException if the other side does not take them in time
     */
    void send(byte[] bytes, Duration limit) throws IOException;

    /**
     * The next bytes, at least one.
     *
     * @throws java.io.EOFException if the other side has ended the connection
     * @throws java.net.SocketTimeoutException without any in time
     */
    byte[] receive(Duration limit) throws IOException;
}
