-- enum_label: whether an enum has a label (parameters: type as quoted text, label).
SELECT EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype(%s) AND enumlabel = %s)
