// Command api writes what the lab's cloud must know of Yandex Cloud's API, from the module that the provider is built
// with: messages, methods, and the rules that the API documents for values. The output is protobufjs' JSON of a
// namespace, see api.json.
//
//	go run ./api > ../cloud/api/api.json
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/yandex-cloud/go-genproto/yandex/cloud/api"
	_ "github.com/yandex-cloud/go-genproto/yandex/cloud/compute/v1"
	_ "github.com/yandex-cloud/go-genproto/yandex/cloud/dns/v1"
	_ "github.com/yandex-cloud/go-genproto/yandex/cloud/endpoint"
	_ "github.com/yandex-cloud/go-genproto/yandex/cloud/iam/v1"
	_ "github.com/yandex-cloud/go-genproto/yandex/cloud/operation"
	_ "github.com/yandex-cloud/go-genproto/yandex/cloud/vpc/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	_ "google.golang.org/protobuf/types/known/emptypb"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write() error {
	rules, err := readRules()
	if err != nil {
		return err
	}
	written := writer{rules: rules, root: namespace{}, seen: map[protoreflect.FullName]bool{}}
	for _, service := range services {
		if err := written.service(protoreflect.FullName("yandex.cloud."+service.name), service.methods); err != nil {
			return err
		}
	}
	out, err := json.MarshalIndent(written.root, "", " ")
	if err != nil {
		return err
	}
	_, err = fmt.Println(string(out))
	return err
}

// namespace is an object of protobufjs' JSON: a package, a message or an enumeration.
type namespace map[string]any

type writer struct {
	rules rules
	root  namespace
	seen  map[protoreflect.FullName]bool
}

// service writes some methods of a service, and all messages that they reach.
func (w writer) service(name protoreflect.FullName, methods []string) error {
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	service := found.(protoreflect.ServiceDescriptor)
	written := namespace{}
	for _, one := range methods {
		method := service.Methods().ByName(protoreflect.Name(one))
		if method == nil {
			return fmt.Errorf("%s has no method %s", name, one)
		}
		entry := namespace{"requestType": absolute(method.Input()), "responseType": absolute(method.Output())}
		w.message(method.Input())
		w.message(method.Output())
		if operation, ok := proto.GetExtension(method.Options(), api.E_Operation).(*api.Operation); ok && operation != nil {
			options := namespace{}
			for key, value := range map[string]string{"metadata": operation.Metadata, "response": operation.Response} {
				if value == "" {
					continue
				}
				message, err := findMessage(service.ParentFile().Package(), value)
				if err != nil {
					return fmt.Errorf("%s: %w", method.FullName(), err)
				}
				w.message(message)
				options[key] = absolute(message)
			}
			entry["options"] = options
		}
		written[one] = entry
	}
	w.home(service)[string(service.Name())] = namespace{"methods": written}
	return nil
}

// findMessage finds a message that an option names, with or without its package.
func findMessage(home protoreflect.FullName, name string) (protoreflect.MessageDescriptor, error) {
	for _, candidate := range []protoreflect.FullName{protoreflect.FullName(name), home.Append(protoreflect.Name(name))} {
		if found, err := protoregistry.GlobalFiles.FindDescriptorByName(candidate); err == nil {
			return found.(protoreflect.MessageDescriptor), nil
		}
	}
	return nil, fmt.Errorf("no message %s", name)
}

// home returns the object of what a descriptor lies in, and makes it if need be.
func (w writer) home(of protoreflect.Descriptor) namespace {
	at := w.root
	for _, part := range strings.Split(string(of.FullName().Parent()), ".") {
		at = child(child(at, "nested"), part)
	}
	return child(at, "nested")
}

func child(of namespace, name string) namespace {
	if existing, ok := of[name].(namespace); ok {
		return existing
	}
	made := namespace{}
	of[name] = made
	return made
}

func (w writer) message(message protoreflect.MessageDescriptor) {
	if w.seen[message.FullName()] {
		return
	}
	w.seen[message.FullName()] = true
	fields, oneofs := namespace{}, namespace{}
	for index := range message.Fields().Len() {
		field := message.Fields().Get(index)
		fields[string(field.Name())] = w.field(field)
		if oneof := field.ContainingOneof(); oneof != nil && !oneof.IsSynthetic() {
			group := child(oneofs, string(oneof.Name()))
			members, _ := group["oneof"].([]string)
			group["oneof"] = append(members, string(field.Name()))
		}
	}
	// Not replaced: a message that lies in this one may have been written before it.
	entry := child(w.home(message), string(message.Name()))
	entry["fields"] = fields
	if len(oneofs) > 0 {
		entry["oneofs"] = oneofs
	}
}

func (w writer) field(field protoreflect.FieldDescriptor) namespace {
	entry := namespace{"id": field.Number()}
	if options := w.rules.of(field); len(options) > 0 {
		entry["options"] = options
	}
	switch {
	case field.IsMap():
		entry["keyType"] = w.typeOf(field.MapKey())
		entry["type"] = w.typeOf(field.MapValue())
	case field.IsList():
		entry["rule"] = "repeated"
		entry["type"] = w.typeOf(field)
	default:
		entry["type"] = w.typeOf(field)
	}
	return entry
}

// typeOf returns a field's type in protobufjs' words, and writes the message or enumeration that it is.
func (w writer) typeOf(field protoreflect.FieldDescriptor) string {
	switch {
	case field.Message() != nil:
		w.message(field.Message())
		return absolute(field.Message())
	case field.Enum() != nil:
		values := namespace{}
		for index := range field.Enum().Values().Len() {
			value := field.Enum().Values().Get(index)
			values[string(value.Name())] = value.Number()
		}
		w.home(field.Enum())[string(field.Enum().Name())] = namespace{"values": values}
		return absolute(field.Enum())
	default:
		return field.Kind().String()
	}
}

func absolute(of protoreflect.Descriptor) string {
	return "." + string(of.FullName())
}
