package io.raftkms.consensus.rule;

import static io.raftkms.consensus.rule.Ask.prevote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentReservationsTest {
    @Test
    void forgetsTheLowestOfMoreThanThirtyTwo() {
        RecentReservations full = reserved(1, 32);
        RecentReservations overfull = full.with(at(33));

        assertThat(full.ascending()).hasSize(32);
        assertThat(overfull.ascending()).isEqualTo(reserved(2, 33).ascending());
    }

    @Test
    void keepsEveryReservationAboveALoweredMark() {
        RecentReservations kept = reserved(1, 1).with(at(100));
        for (int height = 101; height <= 130; height++) {
            kept = kept.with(at(height));
        }

        // Lowered to height 1: then 2 and 3 are reserved below the 31 others.
        RecentReservations after = kept.with(at(2)).with(at(3));

        assertThat(after.ascending()).hasSize(32).startsWith(at(3), at(100)).endsWith(at(130));
    }

    @Test
    void findsAReservationByItsExactPosition() {
        RecentReservations kept = reserved(5, 9);

        assertThat(kept.at(at(5).at())).contains(at(5));
        assertThat(kept.at(at(7).at())).contains(at(7));
        assertThat(kept.at(at(9).at())).contains(at(9));
        assertThat(kept.at(at(4).at())).isEmpty();
        assertThat(kept.at(at(10).at())).isEmpty();
        assertThat(kept.at(prevote(7, 1, 'A').position())).isEmpty();
        assertThat(RecentReservations.NONE.at(at(1).at())).isEmpty();
    }

    @Test
    void neverExchangesTheBytesOfAPosition() {
        RecentReservations kept = reserved(1, 3);
        Reservation other = prevote(2, 0, 'B').on("chain-a");

        assertThatThrownBy(() -> kept.with(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kept.with(at(3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMoreThanItsCapacityAndWhatDoesNotAscend() {
        List<Reservation> tooMany = IntStream.rangeClosed(1, 33)
                .mapToObj(RecentReservationsTest::at)
                .toList();

        assertThatThrownBy(() -> new RecentReservations(tooMany)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecentReservations(List.of(at(2), at(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RecentReservations reserved(int from, int to) {
        RecentReservations kept = RecentReservations.NONE;
        for (int height = from; height <= to; height++) {
            kept = kept.with(at(height));
        }
        return kept;
    }

    private static Reservation at(int height) {
        return prevote(height, 0, 'A').on("chain-a");
    }
}
