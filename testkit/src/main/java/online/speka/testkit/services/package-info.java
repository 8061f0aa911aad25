/**
 * Kafka, Redis and PostgreSQL for tests, each once per JVM.
 *
 * <p><b>Receives</b> the services that a test class names.
 *
 * <p><b>Decides</b> how they run ({@code -Dspeka.test.services=embedded|containers}), with settings
 * that are hostile to sloppy code, and what is cleaned before the next test.
 *
 * <p><b>Hands to</b> the test addresses, clients, fresh topics and databases, and the means to kill
 * what is behind them.
 */
@NullMarked
package online.speka.testkit.services;

import org.jspecify.annotations.NullMarked;
