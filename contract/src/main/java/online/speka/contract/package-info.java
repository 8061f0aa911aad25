@NullMarked
package online.speka.contract;

import org.jspecify.annotations.NullMarked;
