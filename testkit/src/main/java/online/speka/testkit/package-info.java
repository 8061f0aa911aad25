/**
 * What the tests of all modules share; only ever in test scope.
 *
 * <p><b>Receives</b> the wish of a test: a service, a time, a rule.
 *
 * <p><b>Decides</b> whether services run embedded or in containers, and keeps them for the life of
 * the test JVM.
 *
 * <p><b>Hands to</b> the test real clients of real services, a clock that only the test moves, and
 * the architecture rules of the house.
 */
@NullMarked
package online.speka.testkit;

import org.jspecify.annotations.NullMarked;
