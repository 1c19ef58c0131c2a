package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import org.apache.ratis.protocol.exceptions.GroupMismatchException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.RaftException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.protocol.exceptions.TimeoutIOException;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.apache.ratis.util.IOUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerialFilterTest {
    static List<Throwable> whatRatisSends() {
        IOException withCause = new IOException("outer", new IllegalStateException("inner"));
        withCause.addSuppressed(new InterruptedException("beside"));
        return List.of(
                new GroupMismatchException("other group"),
                new ServerNotReadyException("not ready"),
                new NotLeaderException(null, null, null),
                new RaftException("failed", new IOException("cause")),
                new TimeoutIOException("late"),
                new RaftLogIOException("log"),
                withCause);
    }

    @ParameterizedTest
    @MethodSource("whatRatisSends")
    void revivesTheExceptionsThatRatisSends(Throwable sent) throws Exception {
        Object revived = revive(IOUtils.object2Bytes(sent));

        assertThat(revived).hasSameClassAs(sent);
        assertThat((Throwable) revived).hasMessage(sent.getMessage());
    }

    private record Foreign(int value) implements Serializable {}

    private static final class ForeignException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void refusesAForeignClass() {
        assertThatThrownBy(() -> revive(serialized(new Foreign(1)))).isInstanceOf(InvalidClassException.class);
    }

    @Test
    void refusesAForeignClassInsideAnException() {
        IOException carrier = new IOException("carrier", new ForeignException());

        assertThatThrownBy(() -> revive(serialized(carrier))).isInstanceOf(InvalidClassException.class);
    }

    @Test
    void refusesMaps() {
        assertThatThrownBy(() -> revive(serialized(new HashMap<>()))).isInstanceOf(InvalidClassException.class);
    }

    @Test
    void isTheFilterOfTheWholeVirtualMachine() {
        SerialFilter.installUnlessSet();
        SerialFilter.installUnlessSet();

        assertThat(ObjectInputFilter.Config.getSerialFilter()).isInstanceOf(SerialFilter.class);
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("BanSerializableRead")
    private static Object revive(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(new SerialFilter());
            return in.readObject();
        }
    }
}
