package io.raftkms.signer.demo;

import io.raftkms.signer.message.ExitCode;
import java.io.PrintWriter;

/** What a load measured: a table for people; as JSON, its own fields. */
public interface LoadReport {
    void print(PrintWriter out);

    /** How a command ends that asked for all of it. */
    ExitCode exitCode();
}
