@NullMarked
package online.speka.dispatcher;

import org.jspecify.annotations.NullMarked;
