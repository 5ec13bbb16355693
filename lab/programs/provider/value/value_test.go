package value

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	rule  = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "port": tftypes.Number, "open": tftypes.Bool}}
	rules = tftypes.Set{ElementType: rule}
)

func of(t *testing.T, kind tftypes.Type, text string) tftypes.Value {
	t.Helper()
	made, err := FromJSON(json.RawMessage(text), kind)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestSame(t *testing.T) {
	list := tftypes.List{ElementType: tftypes.String}
	labels := tftypes.Map{ElementType: tftypes.String}
	for name, test := range map[string]struct {
		kind       tftypes.Type
		one, other string
		expected   bool
	}{
		"equal":                    {tftypes.String, `"a"`, `"a"`, true},
		"other":                    {tftypes.String, `"a"`, `"b"`, false},
		"null and empty":           {tftypes.String, `null`, `""`, true},
		"null and 0":               {tftypes.Number, `null`, `0`, true},
		"1 and 1.0":                {tftypes.Number, `1`, `1.0`, true},
		"null and false":           {tftypes.Bool, `false`, `null`, true},
		"null and true":            {tftypes.Bool, `true`, `null`, false},
		"null and no elements":     {list, `null`, `[]`, true},
		"another order":            {list, `["a","b"]`, `["b","a"]`, false},
		"a part of the elements":   {list, `["a"]`, `["a","b"]`, false},
		"null and no labels":       {labels, `{}`, `null`, true},
		"a label more":             {labels, `{}`, `{"a":"b"}`, false},
		"null in an object":        {rule, `{"port":1}`, `{"port":1,"id":"","open":false}`, true},
		"another order in a set":   {rules, `[{"port":1},{"port":2}]`, `[{"port":2},{"port":1,"id":""}]`, true},
		"another element in a set": {rules, `[{"port":1},{"port":2}]`, `[{"port":2},{"port":3}]`, false},
	} {
		t.Run(name, func(t *testing.T) {
			one, other := of(t, test.kind, test.one), of(t, test.kind, test.other)
			if Same(one, other) != test.expected || Same(other, one) != test.expected {
				t.Errorf("%s and %s: expected %v, found %v", test.one, test.other, test.expected, !test.expected)
			}
		})
	}
}

func TestUnknownFitsAnythingAndIsTheSameAsNothing(t *testing.T) {
	unknown, known := Unknown(tftypes.String), of(t, tftypes.String, `"a"`)
	if Same(unknown, known) || Same(known, unknown) || Same(unknown, unknown) {
		t.Error("the same")
	}
	if !Fits(unknown, known) || Fits(known, unknown) {
		t.Error("does not fit, or the wrong way")
	}
}

func TestJSONThereAndBack(t *testing.T) {
	const text = `[{"id":"a","port":8080,"open":true},{"id":null,"port":0.1,"open":null},{"id":"c","port":12345678901,"open":false}]`
	plain, err := ToJSON(of(t, rules, text))
	if err != nil {
		t.Fatal(err)
	}
	found, err := json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	var one, other any
	if json.Unmarshal(found, &one) != nil || json.Unmarshal([]byte(text), &other) != nil || !reflect.DeepEqual(one, other) {
		t.Errorf("expected %s, found %s", text, found)
	}
}

func TestUnknownBecomesNullInJSON(t *testing.T) {
	plain, err := ToJSON(tftypes.NewValue(rule, map[string]tftypes.Value{
		"id": Unknown(tftypes.String), "port": Unknown(tftypes.Number), "open": Unknown(tftypes.Bool),
	}))
	if err != nil || !reflect.DeepEqual(plain, map[string]any{"id": nil, "port": nil, "open": nil}) {
		t.Errorf("expected nulls, found %v, %v", plain, err)
	}
}

func TestFromJSONRefusesWhatTheTypeDoesNotHave(t *testing.T) {
	for _, text := range []string{`{"colour":"red"}`, `{"port":"many"}`, `[]`} {
		if made, err := FromJSON(json.RawMessage(text), rule); err == nil {
			t.Errorf("%s became %s", text, made)
		}
	}
}
