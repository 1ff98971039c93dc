-- Every post once, whatever source it came from and however often it arrived.
create table uniq_entries (
  id bigint generated always as identity primary key,
  uuid uuid not null unique,
  -- In canonical spelling (NFKC, without case), without their sign.
  hashtags text[] not null,
  user_mentions text[] not null,
  -- The text on one line, as it was written.
  flat_text text not null,
  kind text not null,
  created_at timestamptz not null
);

-- The simulator's old posts are pruned by age, and a new battle looks through the posts of its window.
create index uniq_entries_created_at on uniq_entries (created_at, id);

-- What the battles watch, in canonical spelling: #hashtag, @mention or a whole word.
create table keywords (
  id integer generated always as identity primary key,
  keyword text not null unique
);

-- Which post matches which watched keyword. created_at is repeated here so that counting reads one index only.
create table uniq_entry_keywords (
  uniq_entry_id bigint not null references uniq_entries on delete cascade,
  keyword_id integer not null references keywords on delete cascade,
  created_at timestamptz not null,
  primary key (uniq_entry_id, keyword_id)
);

create index uniq_entry_keywords_counting on uniq_entry_keywords (keyword_id, created_at, uniq_entry_id);
