/**
 * Real Kafka, Redis and PostgreSQL as child processes of this JVM, from Maven artifacts.
 *
 * <p><b>Receives</b> a port and a data directory for each.
 *
 * <p><b>Decides</b> their settings: durable, bound to the loopback address, sized for one machine.
 *
 * <p><b>Hands to</b> the launcher and the test suites an address that answers, and the means to
 * kill, restart and stop what is behind it.
 */
@NullMarked
package online.speka.infra.services;

import org.jspecify.annotations.NullMarked;
