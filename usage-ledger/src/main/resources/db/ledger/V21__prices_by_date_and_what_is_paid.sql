-- More of what a model can cost, and prices that people set.

alter table price_version
  -- Null: as completion.
  add column reasoning bigint check (reasoning >= 0),
  add column batch_discount_percent smallint not null default 0
    check (batch_discount_percent between 0 and 100),
  -- size/quality=micro-credits, with * for any.
  add column image_prices text[] not null default '{}' check (cardinality(image_prices) <= 64),
  add column source text not null default 'CATALOG' check (source in ('CATALOG', 'OPERATOR')),
  add column set_by text check (length(set_by) between 1 and 200),
  add column reason text check (length(reason) between 1 and 500),
  add column recorded_at timestamptz not null default now(),
  add constraint price_version_says_why check (
    (source = 'OPERATOR') = (set_by is not null) and (source = 'OPERATOR') = (reason is not null)),
  -- Of two from the same moment on the one holds that was recorded last: a price that has not begun
  -- yet can still be corrected.
  drop constraint price_version_model_id_valid_from_key;
create index price_version_model on price_version (model_id, valid_from, price_version_id);
comment on table price_version is
  'tokens in micro-credits per million, images in micro-credits each';

alter table job_bill
  add column images integer not null default 0 check (images >= 0),
  add column image_size text,
  add column image_quality text,
  -- What of its usage a job pays: see the package of postings.
  add column payment text not null default 'FULL'
    check (payment in ('FULL', 'GENERATED', 'NOTHING')),
  -- The most that was reserved for it, if it was: no job pays more. Null: no bound.
  add column amount_max bigint check (amount_max >= amount),
  add constraint job_bill_images_are_of_a_kind check (
    (images = 0) = (image_size is null) and (images = 0) = (image_quality is null));
