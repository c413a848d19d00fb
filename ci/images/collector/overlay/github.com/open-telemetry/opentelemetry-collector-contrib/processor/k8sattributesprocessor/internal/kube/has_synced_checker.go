package kube

import "k8s.io/client-go/tools/cache"

// Since client-go 0.36 informers and controllers have HasSyncedChecker; this processor's stand-ins, which it passes where
// nothing is watched, are older.

func (*FakeInformer) HasSyncedChecker() cache.DoneChecker   { return synced{} }
func (*FakeController) HasSyncedChecker() cache.DoneChecker { return synced{} }
func (*NoOpInformer) HasSyncedChecker() cache.DoneChecker   { return synced{} }
func (*NoOpController) HasSyncedChecker() cache.DoneChecker { return synced{} }

type synced struct{}

func (synced) Name() string { return "nothing is watched" }

func (synced) Done() <-chan struct{} {
	done := make(chan struct{})
	close(done)
	return done
}
