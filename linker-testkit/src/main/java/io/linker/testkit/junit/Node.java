package io.linker.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for an embedded node. The type of the parameter says what of it:
 *
 * <table>
 *   <caption>Types of parameters</caption>
 *   <tr><th>type</th><th>what the test gets</th></tr>
 *   <tr><td>{@code EmbeddedEventStore}</td><td>the node</td></tr>
 *   <tr><td>{@code FaultProxy}</td><td>the network in front of the node</td></tr>
 *   <tr><td>{@code Faults}</td><td>the node's scripted faults</td></tr>
 *   <tr><td>{@code String}</td><td>the connection string that leads to the node through that network</td></tr>
 * </table>
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Node {
    /** Which node, for tests with several. Parameters with the same name belong to the same node. */
    String value() default "node";
}
