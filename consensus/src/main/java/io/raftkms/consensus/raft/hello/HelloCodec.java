package io.raftkms.consensus.raft.hello;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.hello.wire.AcceptRecord;
import io.raftkms.consensus.raft.hello.wire.CountedRecord;
import io.raftkms.consensus.raft.hello.wire.FactsRecord;
import io.raftkms.consensus.raft.hello.wire.ForcedRecord;
import io.raftkms.consensus.raft.hello.wire.HelloRequest;
import io.raftkms.consensus.raft.hello.wire.NotYetRecord;
import io.raftkms.consensus.raft.hello.wire.PositionRecord;
import io.raftkms.consensus.raft.hello.wire.RefuseRecord;
import io.raftkms.consensus.raft.hello.wire.WhoRecord;
import io.raftkms.consensus.raft.store.LogPosition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The messages of the hello as bytes. Each has one encoding; reading refuses everything else. */
final class HelloCodec {
    static final int VERSION = 1;
    /** Far above what the largest cluster says. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_EVIDENCE = 500;

    private HelloCodec() {}

    static byte[] who() {
        return HelloRequest.newBuilder()
                .setVersion(VERSION)
                .setWho(WhoRecord.getDefaultInstance())
                .build()
                .toByteArray();
    }

    static byte[] greeting(HelloFacts facts) {
        return HelloRequest.newBuilder()
                .setVersion(VERSION)
                .setGreeting(record(facts))
                .build()
                .toByteArray();
    }

    /** The facts of a greeting; empty for the question who is there. */
    static Optional<HelloFacts> request(byte[] bytes) throws HelloFormatException {
        HelloRequest wire;
        try {
            wire = HelloRequest.parseFrom(bounded(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new HelloFormatException("it is no hello", e);
        }
        requireVersion(wire.getVersion());
        if (wire.getCallCase() == HelloRequest.CallCase.CALL_NOT_SET) {
            throw new HelloFormatException("it asks nothing that this raftkms knows");
        }
        Optional<HelloFacts> facts = wire.hasGreeting() ? Optional.of(facts(wire.getGreeting())) : Optional.empty();
        requireSame(bytes, facts.map(HelloCodec::greeting).orElseGet(HelloCodec::who), wire);
        return facts;
    }

    static byte[] reply(HelloReply reply) {
        var wire = io.raftkms.consensus.raft.hello.wire.HelloReply.newBuilder()
                .setVersion(VERSION)
                .setFacts(record(reply.facts()));
        if (reply.verdict() instanceof HelloVerdict.Accept accept) {
            wire.setAccept(AcceptRecord.newBuilder().setJoins(accept.joins()));
        } else if (reply.verdict() instanceof HelloVerdict.Refuse refuse) {
            wire.setRefuse(RefuseRecord.newBuilder()
                    .setReason(refuse.reason().number())
                    .setEvidence(refuse.evidence()));
        } else {
            wire.setNotYet(NotYetRecord.getDefaultInstance());
        }
        return wire.build().toByteArray();
    }

    static HelloReply reply(byte[] bytes) throws HelloFormatException {
        io.raftkms.consensus.raft.hello.wire.HelloReply wire;
        try {
            wire = io.raftkms.consensus.raft.hello.wire.HelloReply.parseFrom(bounded(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new HelloFormatException("it is no answer to a hello", e);
        }
        requireVersion(wire.getVersion());
        HelloReply reply = new HelloReply(verdict(wire), facts(wire.getFacts()));
        requireSame(bytes, reply(reply), wire);
        return reply;
    }

    private static HelloVerdict verdict(io.raftkms.consensus.raft.hello.wire.HelloReply wire)
            throws HelloFormatException {
        return switch (wire.getVerdictCase()) {
            case ACCEPT -> new HelloVerdict.Accept(wire.getAccept().getJoins());
            case NOT_YET -> new HelloVerdict.NotYet();
            case REFUSE -> refusal(wire.getRefuse());
            case VERDICT_NOT_SET -> throw new HelloFormatException("it has no verdict that this raftkms knows");
        };
    }

    private static HelloVerdict refusal(RefuseRecord wire) throws HelloFormatException {
        String evidence = wire.getEvidence();
        if (!evidence.matches("[ -~]{0," + MAX_EVIDENCE + "}")) {
            throw new HelloFormatException("its evidence is no line of text");
        }
        try {
            return new HelloVerdict.Refuse(HelloReason.of(wire.getReason()), evidence);
        } catch (IllegalArgumentException e) {
            throw new HelloFormatException(e.getMessage(), e);
        }
    }

    private static FactsRecord record(HelloFacts facts) {
        FactsRecord.Builder wire = FactsRecord.newBuilder()
                .setClusterId(facts.clusterId())
                .setMember(facts.member().toString())
                .setFirstStartId(facts.firstStartId())
                .setStartNumber(facts.startNumber())
                .setStartId(facts.startId())
                .setJoins(facts.joins())
                .setFormed(facts.formed())
                .setBegun(record(facts.begun()))
                .setNow(record(facts.now()));
        facts.countedInOrder()
                .forEach((id, first) ->
                        wire.addCounted(CountedRecord.newBuilder().setMember(id).setFirstStartId(first)));
        return wire.build();
    }

    private static HelloFacts facts(FactsRecord wire) throws HelloFormatException {
        try {
            Map<MemberId, String> counted = new HashMap<>();
            wire.getCountedList().forEach(one -> counted.put(MemberId.parse(one.getMember()), one.getFirstStartId()));
            return new HelloFacts(
                    wire.getClusterId(),
                    MemberId.parse(wire.getMember()),
                    wire.getFirstStartId(),
                    wire.getStartNumber(),
                    wire.getStartId(),
                    wire.getJoins(),
                    wire.getFormed(),
                    counted,
                    forced(wire.getBegun()),
                    forced(wire.getNow()));
        } catch (IllegalArgumentException e) {
            throw new HelloFormatException("it has an impossible value: " + e.getMessage(), e);
        }
    }

    private static ForcedRecord record(Forced forced) {
        ForcedRecord.Builder wire = ForcedRecord.newBuilder().setVoteTerm(forced.voteTerm());
        forced.end()
                .ifPresent(end -> wire.setEnd(
                        PositionRecord.newBuilder().setTerm(end.term()).setIndex(end.index())));
        return wire.build();
    }

    private static Forced forced(ForcedRecord wire) {
        return new Forced(
                wire.getVoteTerm(),
                wire.hasEnd()
                        ? Optional.of(new LogPosition(
                                wire.getEnd().getTerm(), wire.getEnd().getIndex()))
                        : Optional.empty());
    }

    private static byte[] bounded(byte[] bytes) throws HelloFormatException {
        if (bytes.length > MAX_BYTES) {
            throw new HelloFormatException("it has " + bytes.length + " bytes, more than " + MAX_BYTES);
        }
        return bytes;
    }

    private static void requireVersion(int version) throws HelloFormatException {
        if (version != VERSION) {
            throw new HelloFormatException(
                    "it is of version " + Integer.toUnsignedString(version) + ", this raftkms knows only " + VERSION);
        }
    }

    private static void requireSame(byte[] bytes, byte[] again, Message wire) throws HelloFormatException {
        if (!Arrays.equals(bytes, again)) {
            throw new HelloFormatException("it holds more than this raftkms knows, in " + wire.getSerializedSize()
                    + " bytes, or is encoded otherwise");
        }
    }
}
