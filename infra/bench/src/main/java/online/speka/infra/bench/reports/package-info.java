/// What reports cost when there are very many bills: puts bills of a year into the ledger's
/// database, lets the ledger sum them up, and asks the admin API what people ask it.
@NullMarked
package online.speka.infra.bench.reports;

import org.jspecify.annotations.NullMarked;
