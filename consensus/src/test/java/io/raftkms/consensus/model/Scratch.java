package io.raftkms.consensus.model;
import io.raftkms.consensus.ledger.*;
import io.raftkms.consensus.rule.*;
import java.util.*;
import static io.raftkms.consensus.model.Bounds.Option.*;
import static io.raftkms.consensus.model.Wish.*;
import static io.raftkms.consensus.model.Safeguard.*;
class Scratch {
  static Command pause(){return new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.empty()));}
  static void go(Bounds b, int max, String promises, Safeguard... r) {
    Set<Integer> p = new HashSet<>(); for (char c: promises.toCharArray()) p.add(c-'0');
    Explored e = new Search<>(new ClusterSpec(b, r.length==0?Set.of():EnumSet.copyOf(List.of(r)), p), max).run();
    System.out.println(b.name()+" "+List.of(r)+" "+promises+": "+e); if(Boolean.getBoolean("t")) e.counterExample().ifPresent(System.out::println);
    else e.counterExample().ifPresent(c->System.out.println("   "+c.trace().size()+" "+c.promise()));
  }
  public static void main(String[] a) {
    int M=Integer.parseInt(a[1]);
    switch(a[0]) {
    case "raft": go(Bounds.of("raft",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(99),M,"123"); break;
    case "raft3": go(Bounds.of("raft3",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1,A_LATER_AT_1).crashes(99),M,"123"); break;
    case "heights": go(Bounds.of("heights",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1,A_AT_2).crashes(99),M,"123"); break;
    case "late": go(Bounds.of("late",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1,A_AT_2).crashes(99).with(DELAYED_RELEASES),M,"123"); break;
    case "delayed": go(Bounds.of("delayed",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(99).with(DELAYED_APPENDS),M,"123"); break;
    case "kills": go(Bounds.of("kills",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(99).kills(99),M,"123"); break;
    case "snap": go(Bounds.of("snap",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(99).snapshots(1).with(FOLLOWERS_APPLY),M,"123"); break;
    case "own": go(Bounds.of("own",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(99).kills(99).snapshots(1).with(FOLLOWERS_APPLY,OWN_FILES),M,"123"); break;
    case "disk": go(Bounds.of("disk",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(Integer.parseInt(a[4])).tamperings(1).with(HELLO,DISK_RESTORED,WITNESS_FIRST),M,"123"); break;
    case "wipe": go(Bounds.of("wipe",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(Integer.parseInt(a[4])).tamperings(Integer.parseInt(a[5])).with(HELLO,DISK_WIPED),M,"123"); break;
    case "residual": go(Bounds.of("residual",Integer.parseInt(a[2]),Integer.parseInt(a[3]),A_AT_1,B_AT_1).crashes(Integer.parseInt(a[4])).tamperings(1).with(HELLO,DISK_RESTORED),M,"123"); break;
    case "teeth": {
      Bounds r=Bounds.of("raft",2,4,A_AT_1,B_AT_1).crashes(99);
      String P=a[2];
      for (Safeguard s: List.of(LOG_COMPARED_IN_VOTE,VOTE_FORCED,FORCED_BEFORE_ACKNOWLEDGED,LEADER_FORCED_BEFORE_COUNTED,SIGNED_AFTER_COMMIT,DECIDED_AT_APPLY,FRESH_CALL_IDS,READY_BEFORE_ANSWERING)) go(r,M,P,s);
      go(Bounds.of("raft3",2,4,A_AT_1,A_LATER_AT_1),M,P,RESERVED_BYTES_SIGNED);
      go(Bounds.of("raft",2,4,A_AT_1,B_AT_1).crashes(99),M,P,RESERVED_BYTES_SIGNED,FRESH_CALL_IDS);
      go(Bounds.of("delayed",2,3,A_AT_1,B_AT_1).with(DELAYED_APPENDS),M,P,ONE_AT_A_TIME);
      go(Bounds.of("kills",2,3,A_AT_1,B_AT_1).crashes(99).kills(1),M,P,REWRITTEN_AT_START);
      go(Bounds.of("snap",2,4,A_AT_1,B_AT_1).crashes(99).snapshots(1).with(FOLLOWERS_APPLY),M,P,SNAPSHOT_KEEPS_MARK);
      go(Bounds.of("snap",2,4,A_AT_1,B_AT_1).crashes(99).snapshots(1).with(FOLLOWERS_APPLY),M,P,SNAPSHOT_FORCED);
      break; }
    case "forming": for (int w=0;w<=3;w++) System.out.println("forming "+w+" "+new Search<>(new FormationSpec(w,Set.of()),M).run());
      Explored f=new Search<>(new FormationSpec(1,Set.of(COUNT_CONFIRMED)),M).run(); System.out.println(f); f.counterExample().ifPresent(System.out::println); break;
    case "fig8": go(Bounds.of("fig8",4,4,A_AT_1,B_AT_1).crashes(0),M,a[2],OWN_TERM_COUNTED); break;
    }
  }
}
