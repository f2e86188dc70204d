package io.linker.internal.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs simulations until one fails, and says which and how soon: {@code trials/planted-bugs} calls it for each bug. */
final class PlantedBugHunt {
    private PlantedBugHunt() {}

    /**
     * Takes the most runs, the seed of seeds, and what is run: {@code link}, {@code topology}, which is each shape of databases in
     * turn, or the test class that holds what chance does not find. The exit code is 1 where nothing was found.
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        int most = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        String what = arguments[2];
        boolean found = what.endsWith("Test")
                ? scenarios(Class.forName(PlantedBugHunt.class.getPackageName() + "." + what))
                : runs(most, seed, what.equals("topology"));
        if (!found) {
            System.out.println("NOT FOUND");
            System.exit(1);
        }
    }

    private static boolean runs(int most, long seed, boolean topology) {
        var seeds = new SplittableRandom(seed);
        long start = System.nanoTime();
        for (int run = 1; run <= most; run++) {
            long drawn = seeds.nextLong();
            try {
                if (topology) {
                    new TopologySimulation(drawn, shape(run), false).run();
                } else {
                    new Simulation(drawn, size(run), false).run();
                }
            } catch (AssertionError | RuntimeException wrong) {
                String name = topology ? shape(run) + ":" + drawn : SimulationRuns.name(size(run), drawn);
                System.out.printf(
                        "found in run %d, %.1f s, seed %s: %s%n",
                        run, (System.nanoTime() - start) / 1e9, name, firstLine(wrong));
                return true;
            }
        }
        return false;
    }

    private static boolean scenarios(Class<?> tests) throws ReflectiveOperationException {
        for (Method test : tests.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                try {
                    play(tests, test);
                } catch (InvocationTargetException failed) {
                    System.out.println("found by " + test.getName() + ": " + firstLine(failed.getTargetException()));
                    return true;
                }
            }
        }
        return false;
    }

    private static void play(Class<?> tests, Method test) throws ReflectiveOperationException {
        Object instance = tests.getDeclaredConstructor().newInstance();
        for (Method before : tests.getDeclaredMethods()) {
            if (before.isAnnotationPresent(BeforeEach.class)) {
                before.invoke(instance);
            }
        }
        test.invoke(instance);
    }

    /** A large run costs as much as some hundred small ones. */
    private static Space.Size size(int run) {
        Space.Size small = run % 2 == 0 ? Space.Size.SMALL : Space.Size.FEW;
        return run % 100 == 0 ? Space.Size.LARGE : small;
    }

    private static TopologyShape shape(int run) {
        TopologyShape[] shapes = TopologyShape.values();
        return shapes[run % shapes.length];
    }

    private static String firstLine(Throwable wrong) {
        String line = String.valueOf(wrong.getMessage())
                .lines()
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        return line.length() <= 100 ? line : line.substring(0, 97) + "...";
    }
}
