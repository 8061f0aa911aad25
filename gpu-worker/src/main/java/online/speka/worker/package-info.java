@NullMarked
package online.speka.worker;

import org.jspecify.annotations.NullMarked;
