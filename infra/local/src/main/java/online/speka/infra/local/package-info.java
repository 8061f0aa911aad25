@NullMarked
package online.speka.infra.local;

import org.jspecify.annotations.NullMarked;
