package io.raftkms.consensus.raft;

import java.io.ObjectInputFilter;
import java.util.Set;

/**
 * Which classes Java deserialization may revive in this virtual machine. Ratis sends exceptions that way; nothing else
 * here does. Allowed are throwables of Ratis, the JDK and its gRPC, and what a throwable is made of.
 */
public final class SerialFilter implements ObjectInputFilter {
    private static final long MAX_DEPTH = 20;
    private static final long MAX_REFERENCES = 10_000;
    private static final long MAX_ARRAY = 10_000;
    private static final long MAX_BYTES = 1 << 20;

    private static final Set<String> PARTS = Set.of(
            "java.lang.StackTraceElement",
            "java.lang.String",
            "java.lang.Number",
            "java.lang.Long",
            "java.lang.Integer",
            "java.util.ArrayList",
            "java.util.Collections$EmptyList",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.ImmutableCollections$ListN",
            "java.util.CollSer");

    /** The filter is JVM-wide and can be set once: one from the command line stays. */
    public static void installUnlessSet() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(new SerialFilter());
        }
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (info.depth() > MAX_DEPTH
                || info.references() > MAX_REFERENCES
                || info.arrayLength() > MAX_ARRAY
                || info.streamBytes() > MAX_BYTES) {
            return Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED;
        }
        return isAllowed(elementOf(type)) ? Status.ALLOWED : Status.REJECTED;
    }

    private static Class<?> elementOf(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    private static boolean isAllowed(Class<?> type) {
        if (type.isPrimitive() || type == Object.class || PARTS.contains(type.getName())) {
            return true;
        }
        return Throwable.class.isAssignableFrom(type)
                && (type.getName().startsWith("java.") || type.getName().startsWith("org.apache.ratis."));
    }
}
