-- Full text of events.

create function event_document(p_name text, p_description text) returns tsvector
language sql
immutable
parallel safe
return to_tsvector('english'::regconfig, coalesce(p_name, '') || ' ' || coalesce(p_description, ''));

-- Called by the index and by the queries alike: written out twice, the two would differ one day, and the index be left
-- unused (TG-TRAP-11).
comment on function event_document(text, text) is 'What searches for events look in: the words of name and description, in English.';
