@NullMarked
package online.speka.ledger;

import org.jspecify.annotations.NullMarked;
