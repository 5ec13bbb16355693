package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"github.com/yandex-cloud/go-genproto/yandex/cloud"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// rules hold the comments of the generated Go code by message and field: since 2025 the module says there, and no
// longer in options, what values a field of the vpc and compute services takes.
type rules map[string]string

// readRules reads the comments of all packages in use.
func readRules() (rules, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/yandex-cloud/go-genproto/yandex/cloud").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	root := strings.TrimSpace(string(out))
	found := rules{}
	for _, folder := range []string{"compute/v1", "dns/v1", "iam/v1", "vpc/v1", "operation", "endpoint"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.pb.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if err := found.read(file, strings.ReplaceAll("yandex/cloud/"+folder, "/", ".")); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// tagName is where the compiler writes the name of a field as it is in the .proto.
var tagName = regexp.MustCompile(`name=(\w+)`)

func (r rules) read(file, home string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		declared, ok := node.(*ast.TypeSpec)
		if !ok {
			return true
		}
		structure, ok := declared.Type.(*ast.StructType)
		if !ok {
			return false
		}
		for _, field := range structure.Fields.List {
			if field.Tag == nil || field.Doc == nil {
				continue
			}
			tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("protobuf")
			if name := tagName.FindStringSubmatch(tag); name != nil {
				// A message in a message is Outer_Inner in Go. So is the wrapper of one member of a oneof.
				message := strings.ReplaceAll(declared.Name.Name, "_", ".")
				if strings.Contains(tag, ",oneof") {
					message = message[:max(0, strings.LastIndex(message, "."))]
				}
				r[home+"."+message+"."+name[1]] = field.Doc.Text()
			}
		}
		return false
	})
	return nil
}

// sentences are the forms in which the comments state a rule.
var sentences = []struct {
	rule string
	form *regexp.Regexp
}{
	{"required", regexp.MustCompile(`This field is (required)\.`)},
	{"pattern", regexp.MustCompile("The value must match the regular expression: `(.*)`")},
	{"length", regexp.MustCompile(`The length must be (.*)\.`)},
	{"value", regexp.MustCompile(`The value must be (between \d+ and \d+|less than or equal to \d+|greater than .*)\.`)},
	{"in", regexp.MustCompile(`The value must satisfy: (\d+(?:,\d+)+)\.`)},
	{"size", regexp.MustCompile(`The number of elements must be (.*)\.`)},
	{"key.pattern", regexp.MustCompile("Each map key must match the regular expression: `(.*)`")},
	{"key.length", regexp.MustCompile(`The length of each map key must be (.*)\.`)},
	{"each.pattern", regexp.MustCompile("Each map value must match the regular expression: `(.*)`")},
	{"each.length", regexp.MustCompile(`The length of each (?:map value|element) must be (.*)\.`)},
}

var (
	between = regexp.MustCompile(`^between (\d+) and (\d+)$`)
	atMost  = regexp.MustCompile(`^less than or equal to (\d+)$`)
	exactly = regexp.MustCompile(`^exactly (\d+)$`)
)

// of returns the rules of a field by their names, ranges as the options write them: 1-63, <=64, 3.
func (r rules) of(field protoreflect.FieldDescriptor) namespace {
	found := namespace{}
	comment := r[string(field.Parent().FullName())+"."+string(field.Name())]
	for _, sentence := range sentences {
		if match := sentence.form.FindStringSubmatch(comment); match != nil {
			text := between.ReplaceAllString(match[1], "$1-$2")
			text = atMost.ReplaceAllString(text, "<=$1")
			found[sentence.rule] = exactly.ReplaceAllString(text, "$1")
		}
	}
	r.options(field, found)
	return found
}

// options adds the rules that are stated by options, as those of dns and iam are.
func (r rules) options(field protoreflect.FieldDescriptor, found namespace) {
	texts := func(prefix string, options proto.Message) {
		for name, extension := range map[string]protoreflect.ExtensionType{
			"pattern": cloud.E_Pattern, "length": cloud.E_Length, "value": cloud.E_Value,
		} {
			if text, _ := proto.GetExtension(options, extension).(string); text != "" {
				found[prefix+name] = text
			}
		}
	}
	each := ""
	if field.IsList() || field.IsMap() {
		each = "each."
	}
	texts(each, field.Options())
	if size, _ := proto.GetExtension(field.Options(), cloud.E_Size).(string); size != "" {
		found["size"] = size
	}
	if required, _ := proto.GetExtension(field.Options(), cloud.E_Required).(bool); required {
		found["required"] = "required"
	}
	if key, _ := proto.GetExtension(field.Options(), cloud.E_MapKey).(*cloud.MapKeySpec); key != nil {
		for name, text := range map[string]string{"pattern": key.Pattern, "length": key.Length, "value": key.Value} {
			if text != "" {
				found["key."+name] = text
			}
		}
	}
}
