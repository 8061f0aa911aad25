/**
 * Principals for tests, as short as what the test is about.
 *
 * <p><b>Receives</b> what matters.
 *
 * <p><b>Decides</b> all the rest.
 *
 * <p><b>Hands to</b> tests of the edge and the ledger a principal.
 */
@NullMarked
package online.speka.testkit.principals;

import org.jspecify.annotations.NullMarked;
