/**
 * Supervision of child processes on one machine.
 *
 * <p><b>Receives</b> a command, a data directory and a probe that says when the program answers.
 *
 * <p><b>Decides</b> whether the directory and the ports are ours to use, which leftovers of an
 * earlier run must go first, and when a start has failed.
 *
 * <p><b>Hands to</b> its caller a running process that cannot outlive this JVM: it is stopped in
 * order when the JVM ends, it goes by itself when the JVM is killed, and the next start on the same
 * directory reaps what is left.
 */
@NullMarked
package online.speka.infra.services.process;

import org.jspecify.annotations.NullMarked;
