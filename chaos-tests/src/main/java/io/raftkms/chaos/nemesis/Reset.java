package io.raftkms.chaos.nemesis;

/** Every connection between members, and to validator nodes, ends at once; nothing keeps them from dialling again. */
final class Reset implements Nemesis {
    private final Stage stage;

    Reset(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String begin() {
        stage.network().resetAll();
        return String.join(" ", stage.cluster().names());
    }

    @Override
    public void heal() {
        // It was over when it had begun.
    }
}
