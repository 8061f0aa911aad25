-- Usage by the day of UTC: the sums by the hour once more, so that a report of a month or a year of
-- very many keys reads a few rows of each. Both are written by the same statement.
create table usage_day (
  day                  date not null,
  tenant_id            text not null references tenant,
  key_id               text not null,
  model_id             text not null,
  jobs                 bigint not null,
  prompt_tokens        numeric(38, 0) not null,
  cached_prompt_tokens numeric(38, 0) not null,
  completion_tokens    numeric(38, 0) not null,
  reasoning_tokens     numeric(38, 0) not null,
  images               numeric(38, 0) not null,
  amount               numeric(38, 0) not null,
  primary key (day, tenant_id, key_id, model_id)
);
create index usage_day_of_tenant on usage_day (tenant_id, day);

insert into usage_day
select (hour at time zone 'UTC')::date, tenant_id, key_id, model_id, sum(jobs), sum(prompt_tokens),
       sum(cached_prompt_tokens), sum(completion_tokens), sum(reasoning_tokens), sum(images),
       sum(amount)
  from usage_hour
 group by 1, 2, 3, 4;

create function refuse_change_of_closed_day() returns trigger language plpgsql as $$
begin
  if exists (select from closed_month where month = date_trunc('month', new.day)::date) then
    raise exception 'the month of % is closed', new.day
      using errcode = 'restrict_violation', constraint = 'month_closed';
  end if;
  return new;
end $$;
create trigger month_closed before insert or update on usage_day
  for each row execute function refuse_change_of_closed_day();
