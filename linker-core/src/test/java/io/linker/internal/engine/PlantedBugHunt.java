package io.linker.internal.engine;

import java.util.SplittableRandom;

/** Runs simulations until one fails, and says which and how soon: {@code trials/planted-bugs} calls it for each bug. */
final class PlantedBugHunt {
    private PlantedBugHunt() {}

    /** Takes the most runs and the seed of seeds; the exit code is 1 where nothing was found. */
    public static void main(String[] arguments) {
        int most = Integer.parseInt(arguments[0]);
        var seeds = new SplittableRandom(Long.parseLong(arguments[1]));
        long start = System.nanoTime();
        for (int run = 1; run <= most; run++) {
            // A large run costs as much as some hundred small ones.
            Space.Size small = run % 2 == 0 ? Space.Size.SMALL : Space.Size.FEW;
            Space.Size size = run % 100 == 0 ? Space.Size.LARGE : small;
            long seed = seeds.nextLong();
            try {
                new Simulation(seed, size, false).run();
            } catch (AssertionError found) {
                String first =
                        String.valueOf(found.getMessage()).lines().findFirst().orElse("");
                System.out.printf(
                        "found in run %d, %.1f s, seed %s: %s%n",
                        run, (System.nanoTime() - start) / 1e9, SimulationRuns.name(size, seed), shortened(first));
                return;
            }
        }
        System.out.println("NOT FOUND in " + most + " runs");
        System.exit(1);
    }

    private static String shortened(String line) {
        return line.length() <= 100 ? line : line.substring(0, 97) + "...";
    }
}
