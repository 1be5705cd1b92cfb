// Typed tasks with times, no verdict: what a strict struct doesn't expect fails the body.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

type instance struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	InstanceID   string `json:"instance_id"`
	InstanceName string `json:"instance_name"`
}

type task struct {
	ID           string          `json:"id"`
	JobID        string          `json:"job_id"`
	Name         string          `json:"name"`
	Status       string          `json:"status"`
	Created      string          `json:"created"`
	StartTime    string          `json:"start_time"`
	CreatedAt    string          `json:"created_at"`
	Ended        string          `json:"ended"`
	EndTime      string          `json:"end_time"`
	EndedAt      string          `json:"ended_at"`
	Progress     *string         `json:"progress"`
	Process      *string         `json:"process"`
	Instance     instance        `json:"instance"`
	InstanceInfo instance        `json:"instance_info"`
	Entities     json.RawMessage `json:"entities"`
	FailReason   *string         `json:"fail_reason"`
}

type body struct {
	Job   *task  `json:"job"`
	Jobs  []task `json:"jobs"`
	Tasks []task `json:"tasks"`
	Total int    `json:"total_count"`
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	bodies, failed, tasks, created := 0, 0, 0, int64(0)
	for lines.Scan() {
		var read body
		bodies++
		if json.Unmarshal(lines.Bytes(), &read) != nil {
			failed++
			continue
		}
		all := append(read.Jobs, read.Tasks...)
		if read.Job != nil {
			all = append(all, *read.Job)
		}
		for _, one := range all {
			tasks++
			when, err := time.Parse("2006-01-02T15:04:05-0700", one.Created+one.StartTime+one.CreatedAt)
			if err == nil {
				created += when.Unix()
			}
		}
	}
	fmt.Printf("bodies %d tasks %d failed %d created %d\n", bodies, tasks, failed, created)
}
