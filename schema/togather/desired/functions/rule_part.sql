create function rule_part(p_rule text, p_part text) returns text
language sql
immutable
parallel safe
return substring(p_rule from '(?:^|;)' || p_part || '=([^;]*)');

comment on function rule_part(text, text) is 'Value of one part of a recurrence rule, such as BYDAY; null where the rule has none.';
