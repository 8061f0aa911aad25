@NullMarked
package online.speka.edge;

import org.jspecify.annotations.NullMarked;
