package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Certificates of this cluster that are refused before their time is over, because somebody else may have their key.
 * Listed by serial number in {@code revoked.txt} beside ca.pem: one a line in hexadecimal as {@code cluster cert show}
 * prints it, anything behind it is a remark, {@code #} begins a line of remarks. No file, nothing revoked.
 */
record RevokedCertificates(Set<BigInteger> serials) {
    static final String FILE = "revoked.txt";
    private static final long MAX_BYTES = 256 * 1024;
    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{1,40}");

    RevokedCertificates {
        serials = Set.copyOf(serials);
    }

    static RevokedCertificates beside(Path ca) throws MemberFaultException {
        Path file = ca.resolveSibling(FILE);
        if (Files.notExists(file)) {
            return new RevokedCertificates(Set.of());
        }
        Set<BigInteger> serials = new HashSet<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                serials.add(serial(file, number, text.split("\\s", 2)[0]));
            }
        }
        return new RevokedCertificates(serials);
    }

    boolean contains(BigInteger serial) {
        return serials.contains(serial);
    }

    /** In hexadecimal, in order. */
    List<String> texts() {
        return new TreeSet<>(serials)
                .stream().map(serial -> serial.toString(16)).toList();
    }

    /** A list that cannot be read revokes nobody knows whom, so nothing goes on with it. */
    private static List<String> lines(Path file) throws MemberFaultException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw invalid(file, "has more than " + MAX_BYTES + " bytes", null);
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw invalid(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static BigInteger serial(Path file, int line, String word) throws MemberFaultException {
        String hex = word.toLowerCase(Locale.ROOT).replace(":", "");
        if (!SERIAL.matcher(hex).matches()) {
            throw invalid(file, "has no serial number in hexadecimal in line " + line, null);
        }
        return new BigInteger(hex, 16);
    }

    private static MemberFaultException invalid(Path file, String what, Exception cause) {
        return new MemberFaultException(Fault.TLS_MATERIAL_INVALID, file + " " + what + ".", cause);
    }
}
