@NullMarked
package online.speka.testkit;

import org.jspecify.annotations.NullMarked;
