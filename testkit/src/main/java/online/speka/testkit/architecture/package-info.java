/**
 * The rules of CONTRIBUTING.md that bytecode can show.
 *
 * <p><b>Receives</b> the package root of a module.
 *
 * <p><b>Decides</b> which classes break a rule.
 *
 * <p><b>Hands to</b> the module's test a failure that says why the rule exists.
 */
@NullMarked
package online.speka.testkit.architecture;

import org.jspecify.annotations.NullMarked;
