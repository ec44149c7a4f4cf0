// Reads ini files as Forgejo does: one a line as a JSON text; answers with the port in a line of JSON.
package main

import (
	"encoding/json"
	"io"
	"os"

	"gopkg.in/ini.v1"
)

type answer struct {
	Port  string `json:"port"`
	Error string `json:"error"`
}

func read(text string) answer {
	// The options of Gitea's modules/setting/config_provider.go, the default of modules/setting/server.go.
	file := ini.Empty(ini.LoadOptions{KeyValueDelimiterOnWrite: " = ", IgnoreContinuation: true})
	if err := file.Append([]byte(text)); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Port: file.Section("server").Key("HTTP_PORT").MustString("3000")}
}

func main() {
	questions, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var text string
		if err := questions.Decode(&text); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		if err := answers.Encode(read(text)); err != nil {
			panic(err)
		}
	}
}
